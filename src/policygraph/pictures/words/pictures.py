"""What the pictures say."""

from __future__ import annotations

PICTURES: dict[str, tuple[str, str]] = {
    # every picture
    "source-several": (
        "出典：{titles}（計{count:,}文書）をpolicygraphで加工して作成。",
        "Source: {titles} ({count:,} documents), edited into a graph with policygraph.",
    ),
    "source-more": ("ほか", " and others"),
    "date": (
        "文書の日付：{first}{undated}。作図：policygraph {version}。",
        "Date of the document: {first}{undated}. Drawn with policygraph {version}.",
    ),
    "dates": (
        "文書の日付：{first}から{last}{undated}。作図：policygraph {version}。",
        "Dates of the documents: {first} to {last}{undated}. Drawn with policygraph {version}.",
    ),
    "undated-some": ("（ほか{count:,}文書は日付なし）", " ({count:,} more bear none)"),
    "undated": (
        "文書の日付：記載なし。作図：policygraph {version}。",
        "The documents bear no date. Drawn with policygraph {version}.",
    ),
    "rest": (
        "{kind}は取組の多い{shown:,}件を示す。残る{rest:,}件（いずれも{most:,}件以下）は省く。",
        "The {shown:,} {kind} with the most measures are shown; the other {rest:,} (none above {most:,}) are left out.",
    ),
    "kinds-body": ("担当主体", "bodies"),
    "kinds-theme": ("テーマ", "themes"),
    "kinds-actor": ("関係主体", "actors"),
    "kinds-instrument": ("政策手段", "instruments"),
    "kinds-commitment": ("約束の強さ", "degrees of commitment"),
    "kinds-measure": ("取組", "measures"),
    "kinds-section": ("節", "sections"),
    "nothing": ("該当するものはない。", "There is nothing to show."),
    "group-collective": ("総称（一つの組織ではない）", "Collective names (not one organisation)"),
    "group-named": ("名指しの担当主体", "Bodies named"),
    # bars
    "bars-title": ("担当主体別の取組数", "Measures per responsible body"),
    "bars-subtitle": (
        "【】に記された担当主体ごとの取組の数。棒の末尾は「再掲を除く数」、再掲があれば「＋再掲」。",
        "How many measures name each body in their tag. At the end of a bar: measures, and restated bullets (再掲) behind a plus sign.",
    ),
    "bars-alone": ("単独", "alone"),
    "bars-shared": ("名指しの主体とだけ並ぶ", "beside named bodies only"),
    "bars-collective": ("総称と並ぶ", "beside a collective name"),
    "bars-restated": ("再掲（上の取組と重なる）", "restated (counted already)"),
    "bars-note": (
        "総称と並ぶ取組では、ほかのどの府省が加わるかを本文は述べない。そのため、名指しの数は各府省の担当の下限である。",
        "Where a collective name stands beside a body, the text does not say who else takes part, so a count of named measures is a lower bound.",
    ),
    # heat maps
    "heatmap-subtitle-once": (
        "升目の数は、その主体が担い、その{kind}に触れる取組の数。名称の脇の数は、それぞれの取組の総数。",
        "In each cell: measures that the body answers for and that name the {kind}. Beside each name: all its measures.",
    ),
    "heatmap-subtitle-printed": (
        "升目の数は、その主体が担い、その{kind}に触れる取組の記載の数。名称の脇の数は、それぞれの記載の総数。",
        "In each cell: bullets that the body answers for and that name the {kind}. Beside each name: all its bullets.",
    ),
    "commitment-title": (
        "担当主体別に見た約束の強さ",
        "How strongly the measures of each body bind",
    ),
    "commitment-subtitle-once": (
        "升目の数は取組の数。濃さは、その主体の取組に占める割合。名称の脇の数は取組の総数。",
        "In each cell: measures. The shade is their share of the body's measures. Beside each name: all its measures.",
    ),
    "commitment-subtitle-printed": (
        "升目の数は取組の記載の数。濃さは、その主体の記載に占める割合。名称の脇の数は記載の総数。",
        "In each cell: bullets. The shade is their share of the body's bullets. Beside each name: all its bullets.",
    ),
    "commitment-weak": ("弱い約束", "weaker"),
    "commitment-strong": ("強い約束", "stronger"),
    "commitment-note": (
        "約束の強さは、取組の最初の文の述語だけから読む（検討する、推進する、実施するなど）。予算や実績は表さない。",
        "How strongly a measure binds is read from the final predicate of its first sentence alone (consider, promote, carry out); it says nothing of money or results.",
    ),
    # flow
    "flow-title": (
        "{level}から担当主体へ、担当主体から関係主体へ",
        "From {level} to bodies to the actors they reach",
    ),
    "level-section": ("節", "sections"),
    "level-chapter": ("章", "chapters"),
    "level-document": ("文書", "documents"),
    "level-all": ("全文書", "all documents"),
    "flow-subtitle": (
        "取組一つを幅1の帯とし、担当主体の数で、さらに関係主体の数で等分する。名称の脇の数は取組の数。",
        "Each measure is a band of width one, split evenly among its bodies, then among the actors it names. Beside each name: measures.",
    ),
    "flow-bodies": ("担当主体", "Responsible bodies"),
    "flow-actors": ("名の挙がる主体", "Actors named"),
    "flow-other": ("その他{count:,}件", "{count:,} others"),
    "flow-none": ("主体に触れない取組", "no actor named"),
    "flow-note": (
        "名称の脇の数は重なる（一つの取組を複数の主体が担い、複数の主体に触れる）ため、足しても取組の総数にはならない。灰色の斜線は総称。",
        "The numbers beside bodies and actors overlap, since a measure can have several, and do not add up to all measures. Grey hatching: collective names.",
    ),
    # structure
    "structure-title": ("文書の構成", "The structure of the document"),
    "structure-title-several": ("文書の構成", "The structure of the documents"),
    "all-documents": ("全{count:,}文書", "all {count:,} documents"),
    "structure-subtitle": (
        "章・節・項目群と、それぞれに直に含まれる文と項目（・）の数。",
        "Chapters, sections and groups, and how many sentences and bullets (・) each holds itself.",
    ),
    "structure-sentences": ("文（認識・課題）", "sentences (recognition, issues)"),
    "structure-bullets": ("取組・目標の項目", "bullets (measures, targets)"),
    "structure-restated": ("うち再掲", "restated bullets (再掲)"),
    "structure-note": (
        "再掲には、元の記載がこの文書群にないものを含む。",
        "Among the restated bullets are those whose original is in no document at hand.",
    ),
    "structure-rest": (
        "{total:,}の部分のうち上位の{shown:,}を示し、示さない下位の部分の文と項目は上位に合算する。",
        "The upper {shown:,} of {total:,} parts are shown; what stands in the others is added to the parts above them.",
    ),
    # coverage
    "coverage-title": ("本文の内訳とつながりの網羅", "What the text is made of and what is linked"),
    "coverage-subtitle": (
        "本文のどの文字が何に当たるか、取組のうちいくつにつながりが付いているか。",
        "What the characters of the text are, and how many of the measures have links of each kind.",
    ),
    "coverage-text": (
        "本文の文字数（改行や頁番号などを除く）",
        "Characters of the text (without line breaks, page numbers and the like)",
    ),
    "coverage-links": (
        "取組{count:,}件のうち、つながりのあるもの",
        "Measures with links, of {count:,}",
    ),
    "coverage-titles": ("表題", "titles"),
    "coverage-recognitions": ("認識の文", "recognition"),
    "coverage-issues": ("課題の文", "issues"),
    "coverage-measures": ("取組の項目", "measures"),
    "coverage-targets": ("目標の項目", "targets"),
    "coverage-rest": ("見出し記号、【】など", "markers and tags"),
    "coverage-between": (
        "見出し記号、【】、（再掲）の記号",
        "markers, tags 【】 and marks of restatement",
    ),
    "coverage-stated": ("本文が述べる", "stated by the text"),
    "coverage-added": ("規則または人だけによる", "only by rule or person"),
    "coverage-none": ("つながりなし", "none"),
    "coverage-note": (
        "つながりがないことは欠落とは限らない。文書や場所に触れない取組もある。行や頁も含む全文字の説明は policygraph coverage が示す。",
        "To have no link need not be a gap: not every measure names a work or a place. policygraph coverage accounts for every character, layout included.",
    ),
    # networks
    "network-subtitle-once": (
        "線は同じ取組に共に現れること、太さはその取組の数。円の面積は取組の数。",
        "A link joins what the same measures name; it is the wider the more measures do. A circle's area is its number of measures.",
    ),
    "network-subtitle-printed": (
        "線は同じ取組に共に現れること、太さはその記載の数。円の面積は記載の数。",
        "A link joins what the same measures name; it is the wider the more bullets state them. A circle's area is its number of bullets.",
    ),
    "network-subtitle-shared": (
        "線は共有するテーマと主体。番号は右の題に対応する。",
        "A link is the wider the more themes and actors two measures share. The numbers lead to the titles at the side.",
    ),
    "network-size-once": ("取組の数", "measures"),
    "network-size-printed": ("記載の数", "bullets"),
    "network-size-shared": ("触れるテーマと主体の数", "themes and actors named"),
    "network-width-once": ("線の太さ（共通の取組）", "width of a link (measures in common)"),
    "network-width-printed": ("線の太さ（共通の記載）", "width of a link (bullets in common)"),
    "network-width-shared": ("線の太さ（共有の計）", "width of a link (shared in all)"),
    "network-collective": ("総称（一つの組織ではない）", "collective name (not one organisation)"),
    "network-colours": (
        "色は互いに強くつながるまとまり（Louvain法）。位置は近さの目安で、軸の意味はない。",
        "Colours show groups of strongly linked things (Louvain); where a thing stands shows what is near it and has no other meaning.",
    ),
    "network-places": (
        "位置は近さの目安で、軸の意味はない。",
        "Where a thing stands shows what is near it and has no other meaning.",
    ),
    "rest-measures": (
        "テーマと主体に多く触れる{shown:,}件の取組を示す。残る{rest:,}件は省く。",
        "The {shown:,} measures that name the most themes and actors are shown; the other {rest:,} are left out.",
    ),
    "network-alone": (
        "ほかの表示対象とつながらない{kind}{count:,}件は省く。",
        "{count:,} {kind} linked with nothing else shown: left out.",
    ),
    "network-edges": (
        "表示対象間の{total:,}本のつながりのうち、重み{least}以上と、各点の最も太いものの計{shown:,}本を示す。",
        "Of {total:,} links between what is shown, the {shown:,} of weight {least} or more, or widest for one of their ends, are drawn.",
    ),
    "bipartite-colours": (
        "色は線の出所を見分けるためのもので、意味はない。{hues}番目より後は灰色。",
        "Colours only show where a link begins; behind the first {hues} all are grey.",
    ),
    "quoted-titles": ("", "Titles are quoted from the Japanese text."),
    "bipartite-subtitle-once": (
        "線は同じ取組に現れること、太さはその取組の数。名称の脇の数は取組の総数。",
        "A link joins what the same measures name; it is the wider the more measures do. Beside each name: all its measures.",
    ),
    "bipartite-subtitle-printed": (
        "線は同じ取組に現れること、太さはその記載の数。名称の脇の数は記載の総数。",
        "A link joins what the same measures name; it is the wider the more bullets state them. Beside each name: all its bullets.",
    ),
}
