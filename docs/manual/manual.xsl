<?xml version="1.0" encoding="UTF-8"?>
<!-- The manual's own small vocabulary (see README.md) into XSL-FO. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
    xmlns:x="adobe:ns:meta/"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:f="urn:tonghop:form:1" exclude-result-prefixes="f">
  <xsl:import href="style.xsl"/>
  <xsl:import href="forms.xsl"/>
  <xsl:import href="codes.xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>
  <xsl:strip-space elements="manual chapter section list steps table row"/>

  <xsl:param name="version"/>
  <!-- the folder of pictures, with a slash at its end -->
  <xsl:param name="docs"/>
  <!-- all codes of diag.def with their words, as docs/manual/codes writes them -->
  <xsl:param name="codes-file"/>
  <xsl:variable name="codes" select="document($codes-file)/codes"/>
  <xsl:variable name="manual" select="/manual"/>

  <xsl:template match="/manual">
    <fo:root xsl:use-attribute-sets="document">
      <xsl:call-template name="masters"/>
      <fo:declarations>
        <x:xmpmeta>
          <rdf:RDF>
            <rdf:Description rdf:about="">
              <dc:title><xsl:value-of select="@title"/></dc:title>
              <dc:description><xsl:value-of select="@subtitle"/></dc:description>
              <dc:language>vi</dc:language>
            </rdf:Description>
          </rdf:RDF>
        </x:xmpmeta>
      </fo:declarations>
      <fo:bookmark-tree>
        <fo:bookmark internal-destination="contents">
          <fo:bookmark-title>Mục lục</fo:bookmark-title>
        </fo:bookmark>
        <xsl:apply-templates select="chapter" mode="bookmark"/>
      </fo:bookmark-tree>
      <fo:page-sequence master-reference="cover">
        <fo:flow flow-name="xsl-region-body">
          <xsl:call-template name="cover"/>
        </fo:flow>
      </fo:page-sequence>
      <fo:page-sequence master-reference="page">
        <xsl:call-template name="running"/>
        <fo:flow flow-name="xsl-region-body">
          <xsl:call-template name="contents"/>
          <xsl:apply-templates select="chapter"/>
          <fo:block id="end"/>
        </fo:flow>
      </fo:page-sequence>
    </fo:root>
  </xsl:template>

  <xsl:template name="cover">
    <fo:block role="Title" xsl:use-attribute-sets="sans" space-before="60mm"
        space-before.conditionality="retain" font-size="34pt"
        font-weight="bold" color="#17365d" line-height="1.2">
      <xsl:value-of select="@title"/>
    </fo:block>
    <fo:block xsl:use-attribute-sets="sans" font-size="16pt" line-height="1.3"
        space-before="8pt" padding-before="10pt"
        border-top="2pt solid #17365d">
      <xsl:value-of select="@subtitle"/>
    </fo:block>
    <fo:block space-before="70mm" font-size="12pt">
      <xsl:apply-templates select="abstract/node()"/>
    </fo:block>
    <fo:block xsl:use-attribute-sets="sans" space-before="24mm"
        font-size="11pt" color="#44546a">
      <xsl:value-of select="concat('Phiên bản ', $version)"/>
    </fo:block>
  </xsl:template>

  <!-- Contents and bookmarks. -->
  <xsl:template name="contents">
    <fo:block xsl:use-attribute-sets="chapter" id="contents">
      <fo:marker marker-class-name="chapter">Mục lục</fo:marker>
      <xsl:text>Mục lục</xsl:text>
    </fo:block>
    <xsl:apply-templates select="chapter" mode="contents"/>
  </xsl:template>

  <xsl:template match="chapter" mode="contents">
    <fo:block xsl:use-attribute-sets="sans" font-weight="bold" color="#17365d"
        space-before="9pt" text-align-last="justify" end-indent="0pt"
        keep-with-next.within-page="always" line-height="1.25">
      <xsl:call-template name="contents-line"/>
    </fo:block>
    <xsl:apply-templates select="section|forms" mode="contents"/>
  </xsl:template>
  <xsl:template match="section" mode="contents">
    <fo:block start-indent="8mm" text-align-last="justify" line-height="1.25"
        font-size="10.5pt">
      <xsl:call-template name="contents-line"/>
    </fo:block>
  </xsl:template>
  <xsl:template name="contents-line">
    <fo:basic-link internal-destination="{@id}">
      <xsl:apply-templates select="." mode="title"/>
      <xsl:text> </xsl:text>
      <fo:leader leader-pattern="dots"/>
      <xsl:text> </xsl:text>
      <fo:page-number-citation ref-id="{@id}"/>
    </fo:basic-link>
  </xsl:template>

  <xsl:template match="chapter|section" mode="bookmark">
    <fo:bookmark internal-destination="{@id}">
      <xsl:if test="self::chapter">
        <xsl:attribute name="starting-state">hide</xsl:attribute>
      </xsl:if>
      <fo:bookmark-title>
        <xsl:apply-templates select="." mode="title"/>
      </fo:bookmark-title>
      <xsl:apply-templates select="section|forms" mode="bookmark"/>
    </fo:bookmark>
  </xsl:template>

  <xsl:template match="chapter" mode="title">
    <xsl:number format="1. "/>
    <xsl:value-of select="@title"/>
  </xsl:template>
  <xsl:template match="section" mode="title">
    <xsl:number level="multiple" count="chapter|section" format="1.1. "/>
    <xsl:value-of select="@title"/>
  </xsl:template>

  <!-- Chapters and sections. -->
  <xsl:template match="chapter">
    <fo:block xsl:use-attribute-sets="chapter" id="{@id}">
      <fo:marker marker-class-name="chapter">
        <xsl:apply-templates select="." mode="title"/>
      </fo:marker>
      <fo:marker marker-class-name="section"/>
      <xsl:apply-templates select="." mode="title"/>
    </fo:block>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="section">
    <fo:block xsl:use-attribute-sets="section" id="{@id}">
      <fo:marker marker-class-name="section">
        <xsl:value-of select="@title"/>
      </fo:marker>
      <xsl:apply-templates select="." mode="title"/>
    </fo:block>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="part">
    <fo:block xsl:use-attribute-sets="part">
      <xsl:apply-templates/>
    </fo:block>
  </xsl:template>

  <!-- Text. -->
  <xsl:template match="p">
    <fo:block xsl:use-attribute-sets="paragraph">
      <xsl:if test="following-sibling::*[1][self::command or self::screen or
          self::table or self::steps]">
        <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
      </xsl:if>
      <xsl:apply-templates/>
    </fo:block>
  </xsl:template>
  <xsl:template match="b">
    <fo:inline font-weight="bold"><xsl:apply-templates/></fo:inline>
  </xsl:template>
  <xsl:template match="i">
    <fo:inline font-style="italic"><xsl:apply-templates/></fo:inline>
  </xsl:template>
  <xsl:template match="c">
    <fo:inline xsl:use-attribute-sets="mono"><xsl:apply-templates/></fo:inline>
  </xsl:template>
  <xsl:template match="ref">
    <xsl:variable name="to" select="@to"/>
    <fo:basic-link xsl:use-attribute-sets="link" internal-destination="{$to}">
      <xsl:choose>
        <xsl:when test="node()">
          <xsl:apply-templates/>
          <xsl:text> (tr. </xsl:text>
          <fo:page-number-citation ref-id="{$to}"/>
          <xsl:text>)</xsl:text>
        </xsl:when>
        <xsl:otherwise>
          <xsl:text>mục </xsl:text>
          <xsl:for-each select="$manual//*[@id = $to]">
            <xsl:number level="multiple" count="chapter|section" format="1.1"/>
          </xsl:for-each>
          <xsl:text>, tr. </xsl:text>
          <fo:page-number-citation ref-id="{$to}"/>
        </xsl:otherwise>
      </xsl:choose>
    </fo:basic-link>
  </xsl:template>
  <!-- a code that the catalogue explains -->
  <xsl:template match="code">
    <fo:basic-link xsl:use-attribute-sets="link"
        internal-destination="code-{.}">
      <xsl:value-of select="."/>
    </fo:basic-link>
  </xsl:template>
  <xsl:template match="note">
    <fo:block space-before="8pt" space-after="8pt" padding="5pt 8pt"
        margin-left="10pt" margin-right="8pt" background-color="#fdf5e2"
        border-left="3pt solid #c58a00" keep-together.within-page="always"
        text-align="justify">
      <xsl:apply-templates/>
    </fo:block>
  </xsl:template>

  <xsl:template match="command">
    <fo:block xsl:use-attribute-sets="verbatim" background-color="#eef2f7"
        keep-together.within-page="always">
      <xsl:call-template name="lines"/>
    </fo:block>
  </xsl:template>
  <xsl:template match="screen">
    <fo:block xsl:use-attribute-sets="verbatim" border="0.5pt solid #8a9bb0"
        keep-together.within-page="always">
      <xsl:call-template name="lines"/>
    </fo:block>
  </xsl:template>
  <!-- text of whole lines, without the first and the last line feed -->
  <xsl:template name="lines">
    <xsl:variable name="text">
      <xsl:choose>
        <xsl:when test="starts-with(., '&#10;')">
          <xsl:value-of select="substring(., 2)"/>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="n" select="string-length($text)"/>
    <xsl:choose>
      <xsl:when test="substring($text, $n) = '&#10;'">
        <xsl:value-of select="substring($text, 1, $n - 1)"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="picture">
    <fo:block text-align="center" space-before="6pt" space-after="6pt"
        keep-together.within-page="always">
      <fo:block keep-with-next.within-page="always">
        <fo:external-graphic src="{concat($docs, @file)}"
            fox:alt-text="{normalize-space(.)}"
            content-width="{@width}" padding="2pt" border="0.5pt solid #8a9bb0"/>
      </fo:block>
      <fo:block font-size="10pt" font-style="italic">
        <xsl:apply-templates/>
      </fo:block>
    </fo:block>
  </xsl:template>

  <!-- Lists. -->
  <xsl:template match="list|steps">
    <fo:list-block provisional-distance-between-starts="6mm"
        provisional-label-separation="2mm" space-before="4pt"
        space-after="5pt">
      <xsl:apply-templates/>
    </fo:list-block>
  </xsl:template>
  <xsl:template match="item">
    <fo:list-item space-before="2.5pt">
      <fo:list-item-label end-indent="label-end()">
        <fo:block>
          <xsl:choose>
            <xsl:when test="parent::steps">
              <xsl:number format="1."/>
            </xsl:when>
            <xsl:otherwise>–</xsl:otherwise>
          </xsl:choose>
        </fo:block>
      </fo:list-item-label>
      <fo:list-item-body start-indent="body-start()">
        <xsl:choose>
          <xsl:when test="p|command|screen|table|list">
            <xsl:apply-templates/>
          </xsl:when>
          <xsl:otherwise>
            <fo:block text-align="justify"><xsl:apply-templates/></fo:block>
          </xsl:otherwise>
        </xsl:choose>
      </fo:list-item-body>
    </fo:list-item>
  </xsl:template>

  <!-- Tables: widths="30 70", the first row is the head. -->
  <xsl:template match="table">
    <fo:table xsl:use-attribute-sets="table" font-size="10pt">
      <xsl:call-template name="columns">
        <xsl:with-param name="widths" select="concat(@widths, ' ')"/>
      </xsl:call-template>
      <fo:table-header>
        <fo:table-row>
          <xsl:for-each select="row[1]/cell">
            <fo:table-cell xsl:use-attribute-sets="head-cell">
              <fo:block><xsl:apply-templates/></fo:block>
            </fo:table-cell>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="row[position() &gt; 1]">
          <fo:table-row keep-together.within-page="always">
            <xsl:call-template name="no-row-alone"/>
            <xsl:for-each select="cell">
              <fo:table-cell xsl:use-attribute-sets="cell">
                <fo:block><xsl:apply-templates/></fo:block>
              </fo:table-cell>
            </xsl:for-each>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
  <!-- no page has the first row of a table or its last one alone -->
  <xsl:template name="no-row-alone">
    <xsl:if test="(position() = 1 or position() = last() - 1) and last() &gt; 1">
      <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
    </xsl:if>
  </xsl:template>
  <xsl:template name="columns">
    <xsl:param name="widths"/>
    <xsl:if test="normalize-space($widths) != ''">
      <fo:table-column
          column-width="proportional-column-width({substring-before($widths, ' ')})"/>
      <xsl:call-template name="columns">
        <xsl:with-param name="widths" select="substring-after($widths, ' ')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
