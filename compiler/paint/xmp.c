/* Metadata of a document as an XMP packet, by libxml2.  Room: paint. */
#include "paint/paint_pdf.h"

#include <libxml/tree.h>
#include <libxml/xmlsave.h>
#include <string.h>

#include "base/arena.h"

#define NS_META	"adobe:ns:meta/"
#define NS_RDF	"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define NS_DC	"http://purl.org/dc/elements/1.1/"
#define NS_XMP	"http://ns.adobe.com/xap/1.0/"
#define NS_PDF	"http://ns.adobe.com/pdf/1.3/"
#define NS_PDFA	"http://www.aiim.org/pdfa/ns/id/"
#define NS_XML	"http://www.w3.org/XML/1998/namespace"

/* Begin and end of a packet (ISO 16684-1, 7.3.2); the mark is U+FEFF. */
#define PACKET_BEGIN "begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\""
#define PACKET_END "end=\"r\""

static const xmlChar *
x(const char *s)
{
	return (const xmlChar *)s;
}

/* How a property holds its value. */
enum holder { HOLD_TEXT, HOLD_BAG, HOLD_SEQ, HOLD_ALT };

/* The namespaces of a packet. */
struct names {
	xmlNs	*rdf, *dc, *xmp, *pdf, *pdfa, *xml;
};

static void
put_property(xmlNode *description, const struct names *ns, xmlNs *own,
    const char *name, enum holder holder, const char *value)
{
	static const char *const holders[] = { [HOLD_BAG] = "Bag",
	    [HOLD_SEQ] = "Seq", [HOLD_ALT] = "Alt" };
	xmlNode *property, *list, *item;

	if (value == NULL || value[0] == '\0')
		return;
	if (holder == HOLD_TEXT) {
		xmlNewTextChild(description, own, x(name), x(value));
		return;
	}
	property = xmlNewChild(description, own, x(name), NULL);
	list = xmlNewChild(property, ns->rdf, x(holders[holder]), NULL);
	item = xmlNewTextChild(list, ns->rdf, x("li"), x(value));
	if (holder == HOLD_ALT)
		xmlNewNsProp(item, ns->xml, x("lang"), x("x-default"));
}

static xmlDoc *
make_tree(const struct pages *pages, const char *created)
{
	xmlDoc *doc = xmlNewDoc(x("1.0"));
	xmlNode *root = xmlNewDocNode(doc, NULL, x("xmpmeta"), NULL), *rdf, *d;
	struct names ns;

	xmlAddChild((xmlNode *)doc, xmlNewDocPI(doc, x("xpacket"),
	    x(PACKET_BEGIN)));
	xmlAddChild((xmlNode *)doc, root);
	xmlAddChild((xmlNode *)doc, xmlNewDocPI(doc, x("xpacket"),
	    x(PACKET_END)));
	xmlSetNs(root, xmlNewNs(root, x(NS_META), x("x")));
	rdf = xmlNewChild(root, NULL, x("RDF"), NULL);
	ns.rdf = xmlNewNs(rdf, x(NS_RDF), x("rdf"));
	xmlSetNs(rdf, ns.rdf);
	d = xmlNewChild(rdf, ns.rdf, x("Description"), NULL);
	xmlNewNsProp(d, ns.rdf, x("about"), x(""));
	ns.dc = xmlNewNs(d, x(NS_DC), x("dc"));
	ns.xmp = xmlNewNs(d, x(NS_XMP), x("xmp"));
	ns.pdf = xmlNewNs(d, x(NS_PDF), x("pdf"));
	ns.pdfa = xmlNewNs(d, x(NS_PDFA), x("pdfaid"));
	ns.xml = xmlSearchNsByHref(doc, root, x(NS_XML));
	put_property(d, &ns, ns.pdfa, "part", HOLD_TEXT,
	    pages->attachment_count > 0 ? "3" : "2");
	put_property(d, &ns, ns.pdfa, "conformance", HOLD_TEXT, "B");
	put_property(d, &ns, ns.dc, "format", HOLD_TEXT, "application/pdf");
	put_property(d, &ns, ns.dc, "title", HOLD_ALT, pages->title);
	put_property(d, &ns, ns.dc, "creator", HOLD_SEQ, pages->author);
	put_property(d, &ns, ns.dc, "description", HOLD_ALT, pages->subject);
	put_property(d, &ns, ns.dc, "language", HOLD_BAG,
	    pages->language == NULL ? PDF_LANGUAGE : pages->language);
	put_property(d, &ns, ns.xmp, "CreateDate", HOLD_TEXT, created);
	put_property(d, &ns, ns.xmp, "CreatorTool", HOLD_TEXT, PDF_PRODUCER);
	put_property(d, &ns, ns.pdf, "Producer", HOLD_TEXT, PDF_PRODUCER);
	return doc;
}

const char *
xmp_packet(struct arena *a, const struct pages *pages, const char *created,
    size_t *len)
{
	xmlDoc *doc = make_tree(pages, created);
	xmlBuffer *buf = xmlBufferCreate();
	xmlSaveCtxt *save = xmlSaveToBuffer(buf, "UTF-8",
	    XML_SAVE_FORMAT | XML_SAVE_NO_DECL);
	const char *packet;

	xmlSaveDoc(save, doc);
	xmlSaveClose(save);
	packet = arena_strndup(a, (const char *)xmlBufferContent(buf),
	    (size_t)xmlBufferLength(buf));
	*len = strlen(packet);
	xmlBufferFree(buf);
	xmlFreeDoc(doc);
	return packet;
}
