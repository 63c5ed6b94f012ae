"""What the fictional Tarnwell Bank hears, and texts that no report may stumble over."""

from __future__ import annotations

from gapsessions.method.vocabulary import Question

STRENGTH, IMPROVE, COMPETITOR, ACTION = Question
WORDING = {
    STRENGTH: ("What do we do well for our customers?", "What does Tarnwell Bank do well?"),
    IMPROVE: ("What could we do better for our customers?", "What could Tarnwell Bank do better?"),
    COMPETITOR: (
        "What do others do differently? Is that good or bad for customers?",
        "What do others do differently? Is that good or bad for you?",
    ),
    ACTION: (
        "What should we keep doing, or start doing, for our customers?",
        "What should Tarnwell Bank keep doing, or start doing?",
    ),
}
# name, heading, chance per person to name it under (question): leaders, staff, customers
CATALOGUE: tuple[tuple[str, str, dict[Question, tuple[float, float, float]]], ...] = (
    ("Friendly people at the counter", "People", {STRENGTH: (0.55, 0.30, 0.34), ACTION: (0.3, 0.1, 0.12)}),
    ("Letters nobody understands", "Paper and forms", {IMPROVE: (0.0, 0.20, 0.34), ACTION: (0.0, 0.05, 0.1)}),
    ("Waiting on the phone", "Reaching us", {IMPROVE: (0.33, 0.22, 0.30), COMPETITOR: (0.1, 0.08, 0.1)}),
    ("The app", "Online", {STRENGTH: (0.7, 0.05, 0.04), IMPROVE: (0.05, 0.15, 0.28)}),
    ("Asked for the same papers twice", "Paper and forms", {IMPROVE: (0.0, 0.35, 0.16)}),
    ("Long experience of the team", "People", {STRENGTH: (0.35, 0.25, 0.2)}),
    ("Safe with our money", "Trust", {STRENGTH: (0.45, 0.14, 0.22), COMPETITOR: (0.0, 0.03, 0.05)}),
    ("One contact person", "Reaching us", {STRENGTH: (0.0, 0.1, 0.24), ACTION: (0.02, 0.12, 0.25)}),
    ("Opening hours", "Reaching us", {IMPROVE: (0.12, 0.05, 0.18), COMPETITOR: (0.2, 0.06, 0.12)}),
    ("Slow decisions on loans", "Paper and forms", {IMPROVE: (0.2, 0.25, 0.15), COMPETITOR: (0.3, 0.1, 0.2)}),
    ("Too many priorities at once", "How we work", {IMPROVE: (0.05, 0.40, 0.01)}),
    ("Cost of the branch network", "How we work", {IMPROVE: (0.65, 0.04, 0.0)}),
    ("Video advice at home", "Online", {COMPETITOR: (0.5, 0.05, 0.03), ACTION: (0.55, 0.05, 0.02)}),
    ("A phone line at night", "Reaching us", {COMPETITOR: (0.05, 0.08, 0.25), ACTION: (0.0, 0.1, 0.15)}),
    ("Fees that change quietly", "Trust", {IMPROVE: (0.0, 0.08, 0.2), COMPETITOR: (0.05, 0.05, 0.15)}),
    ("Free coffee and a place to sit", "Branches", {STRENGTH: (0.05, 0.08, 0.12)}),
    ("Explains things in plain words", "People", {STRENGTH: (0.25, 0.12, 0.25), ACTION: (0.1, 0.1, 0.1)}),
    ("Local sponsorship", "Trust", {STRENGTH: (0.4, 0.1, 0.03), ACTION: (0.15, 0.05, 0.02)}),
    ("Handover between departments", "How we work", {IMPROVE: (0.1, 0.3, 0.08), ACTION: (0.05, 0.2, 0.04)}),
    ("Switching an account takes minutes elsewhere", "Online", {COMPETITOR: (0.15, 0.1, 0.2)}),
    ("Call back when promised", "Reaching us", {IMPROVE: (0.1, 0.12, 0.2), ACTION: (0.1, 0.2, 0.25)}),
    ("Cash machines out of order", "Branches", {IMPROVE: (0.0, 0.06, 0.14)}),
    ("Training days for the team", "How we work", {STRENGTH: (0.1, 0.15, 0.0), ACTION: (0.2, 0.25, 0.0)}),
    ("Help after a death in the family", "People", {STRENGTH: (0.0, 0.06, 0.08), ACTION: (0.0, 0.05, 0.05)}),
    ("Step-free entrance", "Branches", {IMPROVE: (0.0, 0.03, 0.07), ACTION: (0.0, 0.03, 0.08)}),
)
OPENERS = (
    "{0}",
    "{0}, every time",
    "{0} - I hear it each week",
    "honestly: {1}",
    "{0}, that is what stays with me",
    "more than anything {1}",
    "{0}. My neighbour says the same about her branch",
    "we should talk about {1}",
    "{0}, and it has been like that for two years now",
    "{1}? yes, very much so",
)


HOSTILE = (
    '<img src="http://127.0.0.1:9/pixel.png">',
    "<style>@import url(http://127.0.0.1:9/x.css);</style>",
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<a href='http://169.254.169.254/latest'>click</a>",
    "<script>alert(1)</script> {{ request }} {% now 'Y' %}",
    '"><object data="file:///etc/hostname"></object>',
    '=HYPERLINK("http://127.0.0.1:9","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "_x0041_ stays as written",
    "control \x00\x07\x1b and \ufffe\uffff and lone \ud800 end",
)
SCRIPTS = (
    "انتظار طويل على الهاتف",
    "שירות אדיב מאוד",
    "電話の待ち時間が長い",
    "等候时间太长了",
    "전화 연결이 느려요",
    "Обслуживание на высоте",
    "Εξυπηρέτηση με χαμόγελο",
    "Đợi điện thoại quá lâu",
    "Łatwo i życzliwie, zażółć gęślą jaźń",
    "सेवा बहुत अच्छी है",
    "Great team 👍🏽 ❤️ 🎉 👩‍💻",
    "ends with a rocket 🚀",
)
