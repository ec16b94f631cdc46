<?xml version="1.0" encoding="UTF-8"?>
<!-- How the pages of the manual look: attribute sets, page masters, the running
     head and foot. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format">

  <xsl:attribute-set name="document">
    <xsl:attribute name="font-family">Liberation Serif</xsl:attribute>
    <xsl:attribute name="font-size">11.5pt</xsl:attribute>
    <xsl:attribute name="line-height">1.32</xsl:attribute>
    <xsl:attribute name="language">vi</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="sans">
    <xsl:attribute name="font-family">Liberation Sans</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="mono">
    <xsl:attribute name="font-family">Liberation Mono</xsl:attribute>
    <xsl:attribute name="font-size">0.86em</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="paragraph">
    <xsl:attribute name="space-before">5pt</xsl:attribute>
    <xsl:attribute name="space-after">5pt</xsl:attribute>
    <xsl:attribute name="text-align">justify</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="heading" use-attribute-sets="sans">
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="line-height">1.2</xsl:attribute>
    <xsl:attribute name="color">#17365d</xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
    <xsl:attribute name="keep-together.within-page">always</xsl:attribute>
    <xsl:attribute name="text-align">left</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="chapter" use-attribute-sets="heading">
    <xsl:attribute name="font-size">20pt</xsl:attribute>
    <xsl:attribute name="break-before">page</xsl:attribute>
    <xsl:attribute name="space-after">14pt</xsl:attribute>
    <xsl:attribute name="padding-after">6pt</xsl:attribute>
    <xsl:attribute name="border-bottom">1.5pt solid #17365d</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="section" use-attribute-sets="heading">
    <xsl:attribute name="font-size">14pt</xsl:attribute>
    <xsl:attribute name="space-before">18pt</xsl:attribute>
    <xsl:attribute name="space-after">6pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="part" use-attribute-sets="heading">
    <xsl:attribute name="font-size">11.5pt</xsl:attribute>
    <xsl:attribute name="space-before">12pt</xsl:attribute>
    <xsl:attribute name="space-after">4pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="verbatim" use-attribute-sets="mono">
    <xsl:attribute name="linefeed-treatment">preserve</xsl:attribute>
    <xsl:attribute name="white-space-treatment">preserve</xsl:attribute>
    <xsl:attribute name="white-space-collapse">false</xsl:attribute>
    <xsl:attribute name="text-align">left</xsl:attribute>
    <xsl:attribute name="line-height">1.3</xsl:attribute>
    <xsl:attribute name="space-before">6pt</xsl:attribute>
    <xsl:attribute name="space-after">6pt</xsl:attribute>
    <xsl:attribute name="padding">5pt</xsl:attribute>
    <xsl:attribute name="margin-left">5pt</xsl:attribute>
    <xsl:attribute name="margin-right">5pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="table">
    <xsl:attribute name="table-layout">fixed</xsl:attribute>
    <xsl:attribute name="width">100%</xsl:attribute>
    <xsl:attribute name="border-collapse">collapse</xsl:attribute>
    <xsl:attribute name="space-before">6pt</xsl:attribute>
    <xsl:attribute name="space-after">8pt</xsl:attribute>
    <xsl:attribute name="line-height">1.2</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="cell">
    <xsl:attribute name="border">0.5pt solid #8a9bb0</xsl:attribute>
    <xsl:attribute name="padding">2.5pt 4pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="head-cell" use-attribute-sets="cell sans">
    <xsl:attribute name="background-color">#dde6f0</xsl:attribute>
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="display-align">center</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="link">
    <xsl:attribute name="color">#1f4e8c</xsl:attribute>
  </xsl:attribute-set>

  <xsl:template name="masters">
    <fo:layout-master-set>
      <fo:simple-page-master master-name="cover" page-width="210mm"
          page-height="297mm" margin-top="20mm" margin-bottom="20mm"
          margin-left="25mm" margin-right="20mm">
        <fo:region-body/>
      </fo:simple-page-master>
      <fo:simple-page-master master-name="page" page-width="210mm"
          page-height="297mm" margin-top="12mm" margin-bottom="11mm"
          margin-left="25mm" margin-right="20mm">
        <fo:region-body margin-top="13mm" margin-bottom="12mm"/>
        <fo:region-before extent="9mm"/>
        <fo:region-after extent="8mm" display-align="after"/>
      </fo:simple-page-master>
    </fo:layout-master-set>
  </xsl:template>

  <xsl:template name="running">
    <fo:static-content flow-name="xsl-region-before">
      <fo:table xsl:use-attribute-sets="sans" table-layout="fixed" width="100%"
          font-size="8.5pt" color="#44546a" line-height="1.2"
          border-bottom="0.5pt solid #8a9bb0">
        <fo:table-column column-width="50%"/>
        <fo:table-column column-width="50%"/>
        <fo:table-body>
          <fo:table-row>
            <fo:table-cell padding-after="3pt">
              <fo:block>
                <fo:retrieve-marker retrieve-class-name="chapter"
                    retrieve-position="first-including-carryover"/>
              </fo:block>
            </fo:table-cell>
            <fo:table-cell padding-after="3pt">
              <fo:block text-align="right">
                <fo:retrieve-marker retrieve-class-name="section"
                    retrieve-position="first-including-carryover"/>
              </fo:block>
            </fo:table-cell>
          </fo:table-row>
        </fo:table-body>
      </fo:table>
    </fo:static-content>
    <fo:static-content flow-name="xsl-region-after">
      <fo:block xsl:use-attribute-sets="sans" font-size="8.5pt" color="#44546a"
          line-height="1.2" text-align-last="justify">
        <xsl:value-of select="concat('Sổ tay tonghop ', $version)"/>
        <fo:leader leader-pattern="space"/>
        <xsl:text>Trang </xsl:text>
        <fo:page-number/>
        <xsl:text>/</xsl:text>
        <fo:page-number-citation ref-id="end"/>
      </fo:block>
    </fo:static-content>
  </xsl:template>
</xsl:stylesheet>
