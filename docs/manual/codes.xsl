<?xml version="1.0" encoding="UTF-8"?>
<!-- The catalogue of messages, an element messages for each letter, and the
     index of all codes. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format">

  <xsl:template match="messages">
    <xsl:variable name="letter" select="@letter"/>
    <fo:table xsl:use-attribute-sets="table" font-size="9.5pt">
      <fo:table-column column-width="15mm"/>
      <fo:table-column column-width="proportional-column-width(52)"/>
      <fo:table-column column-width="proportional-column-width(48)"/>
      <fo:table-header>
        <fo:table-row>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Mã</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Chương trình nói gì</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Nghĩa là gì, làm gì</xsl:with-param></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$codes/code[starts-with(@id, $letter)]">
          <xsl:sort select="@id"/>
          <fo:table-row keep-together.within-page="always">
            <xsl:call-template name="no-row-alone"/>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block id="code-{@id}" font-weight="bold">
                <xsl:value-of select="@id"/>
              </fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <xsl:if test="cause">
                <fo:block font-weight="bold">
                  <xsl:value-of select="cause"/>
                </fo:block>
              </xsl:if>
              <fo:block>
                <xsl:choose>
                  <xsl:when test="translate(words, '…:;,. ', '') != ''">
                    <xsl:value-of select="words"/>
                  </xsl:when>
                  <xsl:otherwise>
                    <fo:inline font-style="italic">lời cụ thể tùy trường hợp</fo:inline>
                  </xsl:otherwise>
                </xsl:choose>
              </fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block>
                <xsl:choose>
                  <xsl:when test="advice"><xsl:value-of select="advice"/></xsl:when>
                  <xsl:otherwise>Làm theo lời thông báo.</xsl:otherwise>
                </xsl:choose>
              </fo:block>
            </fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <!-- Six columns, read downwards in each part. -->
  <xsl:template match="code-index">
    <xsl:call-template name="index-of">
      <xsl:with-param name="letters" select="'RWSFE'"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template name="index-of">
    <xsl:param name="letters"/>
    <xsl:variable name="of"
        select="$codes/code[starts-with(@id, substring($letters, 1, 1))]"/>
    <xsl:variable name="down" select="ceiling(count($of) div 6)"/>
    <fo:table table-layout="fixed" width="100%" font-size="10pt"
        space-after="8pt">
      <xsl:call-template name="columns">
        <xsl:with-param name="widths" select="'1 1 1 1 1 1 '"/>
      </xsl:call-template>
      <fo:table-body>
        <fo:table-row>
          <xsl:call-template name="index-column">
            <xsl:with-param name="of" select="$of"/>
            <xsl:with-param name="down" select="$down"/>
          </xsl:call-template>
        </fo:table-row>
      </fo:table-body>
    </fo:table>
    <xsl:if test="string-length($letters) &gt; 1">
      <xsl:call-template name="index-of">
        <xsl:with-param name="letters" select="substring($letters, 2)"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
  <xsl:template name="index-column">
    <xsl:param name="of"/>
    <xsl:param name="down"/>
    <xsl:param name="column" select="0"/>
    <fo:table-cell padding="0pt 5pt">
      <fo:block/>
      <xsl:for-each select="$of">
        <xsl:sort select="@id"/>
        <xsl:if test="floor((position() - 1) div $down) = $column">
          <fo:block text-align-last="justify">
            <fo:basic-link xsl:use-attribute-sets="link"
                internal-destination="code-{@id}">
              <xsl:value-of select="@id"/>
              <xsl:text> </xsl:text>
              <fo:leader leader-pattern="dots"/>
              <xsl:text> </xsl:text>
              <fo:page-number-citation ref-id="code-{@id}"/>
            </fo:basic-link>
          </fo:block>
        </xsl:if>
      </xsl:for-each>
    </fo:table-cell>
    <xsl:if test="$column &lt; 5">
      <xsl:call-template name="index-column">
        <xsl:with-param name="of" select="$of"/>
        <xsl:with-param name="down" select="$down"/>
        <xsl:with-param name="column" select="$column + 1"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
