"""What the networks and their tables say."""

from __future__ import annotations

NETWORKS: dict[str, tuple[str, str]] = {
    # marks
    "collective-mark": ("（総称）", " (collective name)"),
    "colon": ("：", ": "),
    "and": ("、", ", "),
    # notes on what is counted
    "note-collective": (
        "「関係府省」などの総称は一つの組織ではなく、どの府省を指すかを本文は述べない。多く現れるのは、担当が名指されていない取組が多いことを示し、強い府省があることを示さない。",
        "A collective name such as 関係府省 (relevant ministries) is not one organisation, and the text does not say whom it covers. A high count means that many measures do not name who is in charge, not that a powerful ministry exists.",
    ),
    "note-compound": (
        "「産学官」のような一語は、産業界・学術界・国の三つに数える。そのため、この三つは共に現れやすい。",
        "One word such as 産学官 counts as three actors (industry, academia, the state), so these three tend to stand together.",
    ),
    "note-once": (
        "再掲された取組は一度だけ数える。",
        "A restated measure (再掲) counts once.",
    ),
    "note-printed": (
        "再掲も記載のたびに数える。",
        "Every bullet counts as printed, restated ones (再掲) too.",
    ),
    "note-all": (
        "本文が述べるつながりに、規則で導いたもの（項目群の表題のテーマなど）と人が加えたものを含む。",
        "Links that the text states, that follow by rule (such as the theme of a group's title) and that a person added.",
    ),
    "note-stated": (
        "本文が述べるつながりだけを数える。",
        "Only links that the text itself states.",
    ),
    "note-minimum": (
        "重み{minimum}未満のつながりは除く。",
        "Links of weight under {minimum} are left out.",
    ),
    "note-too-high": (
        "そのように重いつながりはない。最も重いものは{heaviest:,}。",
        "No link is that heavy; the heaviest weighs {heaviest:,}.",
    ),
    "note-none-so-high": (
        "そのように重いつながりはない。最少の重みを下げると現れる。",
        "No link is that heavy; a lower least weight may show some.",
    ),
    "note-no-collective": ("総称は除く。", "Collective names are left out."),
    "note-sample": (
        "取組{total:,}件のうち{taken:,}件の標本（IRIのハッシュで選ぶ。毎回同じ）。",
        "A sample of {taken:,} of {total:,} measures (chosen by the hash of their IRIs, the same every time).",
    ),
    "no-links": ("該当するつながりはない。", "There are no such links."),
    # kinds of nodes
    "kind-body": ("担当主体", "body"),
    "kind-theme": ("テーマ", "theme"),
    "kind-actor": ("関係主体", "actor"),
    "kind-instrument": ("政策手段", "instrument"),
    "kind-commitment": ("約束の強さ", "commitment"),
    "kind-measure": ("取組", "measure"),
    "kind-part": ("部分", "part"),
    "kind-bullet": ("項目", "bullet"),
    "kind-component": ("構成要素", "component"),
    # columns of tables
    "column-source": ("一方", "from"),
    "column-target": ("他方", "to"),
    "column-weight": ("重み", "weight"),
    "weight-once": ("共通の取組", "measures in common"),
    "weight-printed": ("共通の記載", "bullets in common"),
    "weight-shared": ("共有の計", "shared in all"),
    "nodes-printed": ("記載数", "bullets"),
    "column-themes": ("共有テーマ", "shared themes"),
    "column-actors": ("共有主体", "shared actors"),
    "column-example": ("例", "example"),
    "column-node": ("名称", "name"),
    "column-kind": ("種類", "kind"),
    "column-collective": ("総称", "collective"),
    "column-measures": ("取組数", "measures"),
    "column-degree": ("次数", "degree"),
    "column-strength": ("強さ", "strength"),
    "column-pageRank": ("PageRank", "PageRank"),
    "column-betweenness": ("媒介中心性", "betweenness"),
    "column-clustering": ("二部クラスタ係数", "bipartite clustering"),
    "column-community": ("まとまり", "community"),
    "column-depth": ("深さ", "depth"),
    "column-below": ("配下の項目", "bullets below"),
    # metrics
    "metric-measures": (
        "取組数：その名の挙がる取組の数。",
        "measures: how many measures name it.",
    ),
    "metric-degree": (
        "次数：つながる相手の数。回数や権限の大きさは表さない。",
        "degree: with how many others it is linked, however often; it does not measure power.",
    ),
    "metric-strength": (
        "強さ：つながりの重みの合計。一つの取組が複数の相手とつなぐときは、相手ごとに数える。",
        "strength: the sum of its links' weights; a measure that joins it with several others counts once for each.",
    ),
    "metric-pageRank": (
        "PageRank：つながりを重みに応じてたどり続ける人がそこにいる割合（全体で1）。よくつながる相手とつながるほど高い。",
        "PageRank: the share of time (1 in all) that someone spends there who keeps following links by their weight; it is high for what is linked with the well linked.",
    ),
    "metric-betweenness": (
        "媒介中心性：他の二者を結ぶ最短の道（重みは見ない）のうち、そこを通るものの割合。橋渡しの位置にあるほど高い。",
        "betweenness: the share of shortest paths between two others, weights aside, that run through it; it is high for what bridges.",
    ),
    "metric-betweenness-sampled": (
        "媒介中心性は全{total:,}点のうち{taken:,}点を起点とする標本による推定（乱数の種は固定）。",
        "betweenness is estimated from {taken:,} of {total:,} starting points (fixed seed).",
    ),
    "metric-clustering": (
        "二部クラスタ係数：同じ相手を持つ同類と、相手がどれほど重なるか（0から1）。高いほど似た者どうしで固まる。",
        "bipartite clustering: how far its partners overlap with those of its like (0 to 1); it is high where the like keep to the same partners.",
    ),
    "metric-community": (
        "まとまり：互いに強くつながる群の番号（Louvain法、乱数の種は固定、1が最大）。番号に順位の意味はなく、境目は一つの見方にすぎない。",
        "community: the number of a group of strongly linked things (Louvain, fixed seed, 1 is the largest); the number is no rank, and the borders are one view among several.",
    ),
    "metric-depth": ("深さ：文書から数えた段。", "depth: steps below the document."),
    "metric-below": (
        "配下の項目：その下にある項目（・）の数。",
        "bullets below: how many bullets (・) stand under it.",
    ),
    "metric-small": (
        "{nodes}点の小さなネットワークなので、媒介中心性・クラスタ係数・まとまりは出さない（{least}点から）。",
        "A network of {nodes} nodes is too small for betweenness, clustering and communities (from {least} nodes).",
    ),
    "metric-large": (
        "つながりが{edges:,}本あるため、まとまりとクラスタ係数は出さない（{most:,}本まで）。",
        "With {edges:,} links, communities and clustering are left out (up to {most:,} links).",
    ),
}
