<?xml version="1.0" encoding="UTF-8"?>
<!-- The description of each form, made of schemas/forms/ID.xml: an element
     forms of the manual lists the ids. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:f="urn:tonghop:form:1" exclude-result-prefixes="f">

  <xsl:template match="forms" mode="contents">
    <xsl:for-each select="form">
      <fo:block start-indent="8mm" text-align-last="justify"
          line-height="1.25" font-size="10.5pt">
        <fo:basic-link internal-destination="form-{@id}">
          <xsl:apply-templates select="." mode="title"/>
          <xsl:text> </xsl:text>
          <fo:leader leader-pattern="dots"/>
          <xsl:text> </xsl:text>
          <fo:page-number-citation ref-id="form-{@id}"/>
        </fo:basic-link>
      </fo:block>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="forms" mode="bookmark">
    <xsl:for-each select="form">
      <fo:bookmark internal-destination="form-{@id}">
        <fo:bookmark-title>
          <xsl:apply-templates select="." mode="title"/>
        </fo:bookmark-title>
      </fo:bookmark>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="forms/form" mode="title">
    <xsl:variable name="form"
        select="document(concat('../../schemas/forms/', @id, '.xml'))/f:form"/>
    <xsl:value-of select="concat($form/@code, '. ', $form/f:title)"/>
  </xsl:template>
  <xsl:template match="forms">
    <xsl:for-each select="form">
      <xsl:apply-templates
          select="document(concat('../../schemas/forms/', @id, '.xml'))/f:form"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:form">
    <fo:block xsl:use-attribute-sets="section" id="form-{@id}">
      <xsl:if test="@id != $manual//forms/form[1]/@id">
        <xsl:attribute name="break-before">page</xsl:attribute>
      </xsl:if>
      <fo:marker marker-class-name="section">
        <xsl:value-of select="@code"/>
      </fo:marker>
      <xsl:value-of select="concat(@code, '. ', f:title)"/>
    </fo:block>
    <fo:block xsl:use-attribute-sets="paragraph">
      <fo:inline font-weight="bold">Cách lập: </fo:inline>
      <xsl:call-template name="rows-in-words"/>
      <fo:inline font-weight="bold"> Kỳ báo cáo: </fo:inline>
      <xsl:call-template name="periods-in-words"/>
      <xsl:text>. </xsl:text>
      <fo:inline font-weight="bold">Tên máy của biểu: </fo:inline>
      <fo:inline xsl:use-attribute-sets="mono">
        <xsl:value-of select="@id"/>
      </fo:inline>
      <xsl:text>.</xsl:text>
    </fo:block>
    <xsl:if test="f:note">
      <fo:block xsl:use-attribute-sets="paragraph">
        <xsl:value-of select="f:note"/>
      </fo:block>
    </xsl:if>
    <xsl:if test="f:field/@personal = 'yes'">
      <fo:block xsl:use-attribute-sets="paragraph">
        <xsl:text>Cột có dấu † ghi về người: không bao giờ ra khỏi tệp, không in trong thư, báo cáo hay dữ liệu xuất ra.</xsl:text>
      </fo:block>
    </xsl:if>
    <xsl:call-template name="field-table"/>
    <xsl:if test="f:tally">
      <xsl:call-template name="tally-table"/>
    </xsl:if>
    <xsl:if test="f:rule">
      <xsl:call-template name="rule-table"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="rows-in-words">
    <xsl:variable name="key" select="f:field[@name = current()/@key]/f:label"/>
    <xsl:if test="@rows != 'base-union' or @sender">
      <xsl:message terminate="yes">whose rows are these?</xsl:message>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="@records = 'yes'">
        <xsl:text>mỗi dòng là một bản ghi của một Hội cơ sở, phân biệt bằng cột “</xsl:text>
        <xsl:value-of select="$key"/>
        <xsl:text>”, không được trùng trong cả tệp.</xsl:text>
      </xsl:when>
      <xsl:when test="@key">
        <xsl:text>mỗi Hội cơ sở một dòng cho mỗi giá trị của cột “</xsl:text>
        <xsl:value-of select="$key"/>
        <xsl:text>”.</xsl:text>
      </xsl:when>
      <xsl:otherwise>mỗi Hội cơ sở một dòng.</xsl:otherwise>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="@empty = 'zero'"> Hội cơ sở không có dòng nào: tính bằng 0.</xsl:when>
      <xsl:otherwise> Hội cơ sở không có dòng nào: coi là chưa báo cáo.</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="periods-in-words">
    <xsl:param name="kinds" select="concat(normalize-space(@periods), ' ')"/>
    <xsl:variable name="kind" select="substring-before($kinds, ' ')"/>
    <xsl:choose>
      <xsl:when test="$kind = 'month'">tháng</xsl:when>
      <xsl:when test="$kind = 'quarter'">quý</xsl:when>
      <xsl:when test="$kind = 'half'">6 tháng</xsl:when>
      <xsl:when test="$kind = 'nine-months'">9 tháng</xsl:when>
      <xsl:when test="$kind = 'year'">năm</xsl:when>
      <xsl:otherwise>
        <xsl:message terminate="yes">unknown kind of period</xsl:message>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="substring-after($kinds, ' ') != ''">
      <xsl:text>, </xsl:text>
      <xsl:call-template name="periods-in-words">
        <xsl:with-param name="kinds" select="substring-after($kinds, ' ')"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="field-table">
    <fo:table xsl:use-attribute-sets="table" font-size="9.5pt">
      <fo:table-column column-width="9mm"/>
      <fo:table-column column-width="proportional-column-width(46)"/>
      <fo:table-column column-width="19mm"/>
      <fo:table-column column-width="proportional-column-width(54)"/>
      <fo:table-header>
        <fo:table-row>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">TT</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Tên cột trong tệp</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Đơn vị</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Ghi gì</xsl:with-param></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="f:field">
          <fo:table-row keep-together.within-page="always">
            <xsl:call-template name="no-row-alone"/>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block text-align="center">
                <xsl:number value="position()"/>
              </fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block font-weight="bold">
                <xsl:value-of select="f:label"/>
                <xsl:if test="@personal = 'yes'"> †</xsl:if>
              </fo:block>
              <xsl:if test="f:alias">
                <fo:block font-size="8.5pt">
                  <xsl:text>hoặc: </xsl:text>
                  <xsl:for-each select="f:alias">
                    <xsl:if test="position() &gt; 1">; </xsl:if>
                    <xsl:value-of select="."/>
                  </xsl:for-each>
                </fo:block>
              </xsl:if>
              <fo:block font-size="8.5pt">
                <fo:inline xsl:use-attribute-sets="mono">
                  <xsl:value-of select="@name"/>
                </fo:inline>
              </fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block><xsl:value-of select="@unit"/></fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block><xsl:call-template name="field-in-words"/></fo:block>
            </fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
  <xsl:template name="head-cell">
    <xsl:param name="text"/>
    <fo:table-cell xsl:use-attribute-sets="head-cell">
      <fo:block><xsl:value-of select="$text"/></fo:block>
    </fo:table-cell>
  </xsl:template>

  <xsl:template name="field-in-words">
    <xsl:choose>
      <xsl:when test="@type = 'count'">Số nguyên</xsl:when>
      <xsl:when test="@type = 'money'">Số tiền</xsl:when>
      <xsl:when test="@type = 'decimal' or @type = 'percent'">
        <xsl:choose>
          <xsl:when test="@type = 'percent'">Tỷ lệ %</xsl:when>
          <xsl:otherwise>Số</xsl:otherwise>
        </xsl:choose>
        <xsl:text>, nhiều nhất </xsl:text>
        <xsl:choose>
          <xsl:when test="@digits"><xsl:value-of select="@digits"/></xsl:when>
          <xsl:otherwise>2</xsl:otherwise>
        </xsl:choose>
        <xsl:text> chữ số sau dấu phẩy</xsl:text>
      </xsl:when>
      <xsl:when test="@type = 'text'">
        <xsl:text>Chữ, nhiều nhất </xsl:text>
        <xsl:choose>
          <xsl:when test="@length"><xsl:value-of select="@length"/></xsl:when>
          <xsl:otherwise>500</xsl:otherwise>
        </xsl:choose>
        <xsl:text> ký tự</xsl:text>
      </xsl:when>
      <xsl:when test="@type = 'date'">Ngày, như 31/03/2020</xsl:when>
      <xsl:when test="@type = 'boolean'">“có” hoặc “không”</xsl:when>
      <xsl:when test="@type = 'code'">
        <xsl:text>Mã theo quy cách </xsl:text>
        <fo:inline xsl:use-attribute-sets="mono">
          <xsl:value-of select="@pattern"/>
        </fo:inline>
      </xsl:when>
      <xsl:when test="@type = 'enum'">
        <xsl:choose>
          <xsl:when test="@many = 'yes'">Một hay nhiều trong các giá trị, cách nhau bằng dấu chấm phẩy: </xsl:when>
          <xsl:otherwise>Một trong các giá trị: </xsl:otherwise>
        </xsl:choose>
        <xsl:for-each select="f:value">
          <xsl:if test="position() &gt; 1">, </xsl:if>
          <xsl:value-of select="concat('“', ., '”')"/>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:message terminate="yes">unknown type of field</xsl:message>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:choose>
      <xsl:when test="@min and @max">
        <xsl:value-of select="concat(', từ ', @min, ' đến ', @max)"/>
      </xsl:when>
      <xsl:when test="@min">
        <xsl:value-of select="concat(', từ ', @min, ' trở lên')"/>
      </xsl:when>
      <xsl:when test="@max">
        <xsl:value-of select="concat(', nhiều nhất ', @max)"/>
      </xsl:when>
    </xsl:choose>
    <xsl:if test="@signed = 'yes'">, được ghi số âm</xsl:if>
    <xsl:text>; </xsl:text>
    <xsl:call-template name="time-in-words"/>
    <xsl:choose>
      <xsl:when test="@required = 'yes'">
        <xsl:text>bắt buộc</xsl:text>
        <xsl:if test="contains(' count money decimal percent ', concat(' ', @type, ' '))">, không có thì ghi 0</xsl:if>
      </xsl:when>
      <xsl:otherwise>được để trống</xsl:otherwise>
    </xsl:choose>
    <xsl:if test="@may-not-apply = 'yes'">; được ghi “không áp dụng”</xsl:if>
    <xsl:text>.</xsl:text>
  </xsl:template>

  <xsl:template name="time-in-words">
    <xsl:choose>
      <xsl:when test="@time = 'stock'">số cuối kỳ; </xsl:when>
      <xsl:when test="@time = 'flow'">số phát sinh trong kỳ; </xsl:when>
      <xsl:when test="@time = 'cumulative'">lũy kế từ 01/01; </xsl:when>
      <xsl:when test="@time = 'constant'">giữ nguyên cả năm; </xsl:when>
      <xsl:when test="@time = 'distinct'">mỗi người, mỗi hộ tính một lần; </xsl:when>
      <xsl:when test="@time = 'max'">số lớn nhất; </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="tally-table">
    <fo:block xsl:use-attribute-sets="part">Số được cộng từ các dòng</fo:block>
    <fo:block xsl:use-attribute-sets="paragraph">
      <xsl:text>Những số này chương trình tự tính, không ghi vào tệp.</xsl:text>
    </fo:block>
    <fo:table xsl:use-attribute-sets="table" font-size="9.5pt">
      <fo:table-column column-width="proportional-column-width(58)"/>
      <fo:table-column column-width="19mm"/>
      <fo:table-column column-width="proportional-column-width(42)"/>
      <fo:table-header>
        <fo:table-row>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Số</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Đơn vị</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Tên máy</xsl:with-param></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="f:tally">
          <fo:table-row keep-together.within-page="always">
            <xsl:call-template name="no-row-alone"/>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block><xsl:value-of select="f:label"/></fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block><xsl:value-of select="@unit"/></fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block>
                <fo:inline xsl:use-attribute-sets="mono">
                  <xsl:value-of select="@name"/>
                </fo:inline>
              </fo:block>
            </fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template name="rule-table">
    <fo:block xsl:use-attribute-sets="part">Quy tắc kiểm tra</fo:block>
    <fo:table xsl:use-attribute-sets="table" font-size="9.5pt">
      <fo:table-column column-width="19mm"/>
      <fo:table-column column-width="proportional-column-width(100)"/>
      <fo:table-column column-width="30mm"/>
      <fo:table-header>
        <fo:table-row>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Quy tắc</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Nội dung</xsl:with-param></xsl:call-template>
          <xsl:call-template name="head-cell"><xsl:with-param name="text">Trái quy tắc thì</xsl:with-param></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="f:rule">
          <fo:table-row keep-together.within-page="always">
            <xsl:call-template name="no-row-alone"/>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block><xsl:value-of select="@id"/></fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block>
                <xsl:choose>
                  <xsl:when test="f:message">
                    <xsl:value-of select="f:message"/>
                  </xsl:when>
                  <xsl:otherwise>
                    <fo:inline xsl:use-attribute-sets="mono">
                      <xsl:value-of select="@test | @unique"/>
                    </fo:inline>
                  </xsl:otherwise>
                </xsl:choose>
              </fo:block>
            </fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell">
              <fo:block>
                <xsl:choose>
                  <xsl:when test="@severity = 'warn'">nhận, có lưu ý</xsl:when>
                  <xsl:otherwise>
                    <fo:inline font-weight="bold">trả lại</fo:inline>
                  </xsl:otherwise>
                </xsl:choose>
              </fo:block>
            </fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
</xsl:stylesheet>
