"""What matches: cases for standing queries in Python and for what a reader follows in the browser."""

from typing import NamedTuple


class WordsCase(NamedTuple):
    """A word or phrase, and a text: a title, a summary or a keyword."""

    phrase: str
    text: str
    matches: bool


class AuthorCase(NamedTuple):
    """A name that is looked for, and the name of a paper's author."""

    wanted: str
    author: str
    matches: bool


WORDS = [
    WordsCase("robot", "Robots That Wait", True),
    WordsCase("robot", "Robotics", False),
    WordsCase("ROBOT", "a robot", True),
    WordsCase("robots", "a robot", False),
    WordsCase("fox", "Two Foxes", True),
    WordsCase("study", "Two Studies", True),
    WordsCase("robot study", "Robot-Studies", True),
    WordsCase("robot study", "Study of a Robot", False),
    WordsCase("robots study", "Robot Study", False),
    WordsCase("robot study", "Robots, Study", False),
    WordsCase("GPT-4", "What gpt 4 knows", True),
    WordsCase("GPT-4", "What GPT4 knows", False),
    WordsCase("snake_case", "Snake Case", True),
    WordsCase("c++", "C, a language", True),
    WordsCase("\uff32\uff2f\uff22\uff2f\uff34", "robot", True),
    WordsCase("Stra\xdfe", "STRASSE", True),
    WordsCase("\u1e9e", "ss", True),
    WordsCase("\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03cc\u03c2", False),
    WordsCase("\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c2", True),
    WordsCase("\u0131", "i", False),
    WordsCase("\u0130", "i\u0307", True),
    WordsCase("\ufb01sh", "Fish", True),
    WordsCase("caf\xe9", "cafe\u0301", True),
    WordsCase("caf\xe9", "cafe", False),
    WordsCase("x\xb2", "x2", True),
    WordsCase("\u673a\u5668\u4eba", "\u673a\u5668\u4eba robot", True),
    WordsCase("\u673a\u5668\u4eba", "\u5c0f\u673a\u5668\u4eba", False),
    WordsCase("\u0928\u092e\u0938\u094d\u0924\u0947", "\u0928\u092e\u0938\u094d\u0924\u0947!", True),
]

AUTHORS = [
    AuthorCase("Ada Example", "Ada Example", True),
    AuthorCase("ADA EXAMPLE", "ada example", True),
    AuthorCase("Example, Ada", "Ada Example", True),
    AuthorCase("Ada Example", "Example, Ada", True),
    AuthorCase("Example", "Ada Example", False),
    AuthorCase("Ada", "Ada Example", False),
    AuthorCase("Example Ada", "Ada Example", False),
    AuthorCase("Ada Example", "Ada B. Example", True),
    AuthorCase("Ada C Example", "Ada B. Example", False),
    AuthorCase("Ada B Example", "Ada B. Example", True),
    AuthorCase("Ada Bo Example", "Ada Example", False),
    AuthorCase("A. Example", "Ada Example", False),
    AuthorCase("A. Example", "A Example", True),
    AuthorCase("A. Example", "A. B. Example", True),
    AuthorCase("Example, Ada, Jr.", "Ada Example Jr", True),
    AuthorCase("Example, Jr., Ada", "Ada Example Jr.", True),
    AuthorCase("Example, Ada Bo, More", "Example Ada Bo More", True),
    AuthorCase("J\xf6rg \u0141\xf3\u015b", "Jorg Los", True),
    AuthorCase("S\xf8ren \xd8rsted", "Soren Orsted", True),
    AuthorCase("\xc6gir \xdeor", "Aegir Thor", True),
    AuthorCase("I\u015f\u0131k Y\u0131lmaz", "Isik Yilmaz", True),
    AuthorCase("O\u2019Neil Bo", "O'Neil Bo", True),
    AuthorCase("O Neil Bo", "O'Neil Bo", False),
    AuthorCase("Jean-Luc Example", "Jean Luc Example", True),
    AuthorCase("\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e", True),
    AuthorCase("\u738b\u5c0f\u660e", "\u738b\u5927\u660e", False),
    AuthorCase("\u0930\u093e\u092e \u0938\u093f\u0902\u0939", "\u0930\u093e\u092e \u0938\u093f\u0902\u0939", True),
    AuthorCase("\ud55c\uae00 \uae40", "\u1112\u1161\u11ab\u1100\u1173\u11af \uae40", True),
    AuthorCase("Acme AI", "ACME ai", True),
]
