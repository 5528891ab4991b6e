"""What the editor saves: residue of pasting goes, everything else stays to the letter."""

import pytest

from school_sites.word_import import clean_rich_text

CLEAN = [
    '<p data-block-key="a1"><b>校园</b><a linktype="page" id="3">此</a>3&lt;5 &amp; A&#x27;</p>',
    "<ul><li>甲<ul><li>乙</li></ul></li></ul><p>一<br/>二</p><p>H<sub>2</sub>O 与　全角　空格</p>",
    "",
]
DIRTY = [
    ("<p>　　缩进的<b>字</b>[bookmark: _GoBack] </p>", "<p>缩进的<b>字</b></p>"),
    ("<p><!--StartFragment-->一\u200b段<!--EndFragment--></p><p> </p>", "<p>一段</p>"),
    ("<p><b> </b>甲<span> </span>乙</p>", "<p>甲 乙</p>"),
    ("<p>甲<b> </b>乙</p>", "<p>甲 乙</p>"),
    ("<p>一<br/>&nbsp;&nbsp;二<br/></p>", "<p>一<br/>二</p>"),
]


@pytest.mark.parametrize("markup", CLEAN)
def test_clean_text_comes_back_unchanged(markup):
    assert clean_rich_text(markup) == markup


@pytest.mark.parametrize(("dirty", "clean"), DIRTY)
def test_residue_goes_and_stays_gone(dirty, clean):
    assert clean_rich_text(dirty) == clean
    assert clean_rich_text(clean) == clean
