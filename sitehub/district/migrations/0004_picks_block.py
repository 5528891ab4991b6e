"""The block of picks on the district's home page."""

import wagtail.fields
from django.db import migrations

import school_sites.homes.options
import sitehub.district.home_blocks


class Migration(migrations.Migration):
    dependencies = [
        ("district", "0003_home_blocks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="districthomepage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("carousel", 7),
                    ("headline", 12),
                    ("notices", 16),
                    ("column", 20),
                    ("columns", 22),
                    ("tabs", 24),
                    ("events", 26),
                    ("people", 29),
                    ("topics", 31),
                    ("menu", 32),
                    ("links", 32),
                    ("statistics", 39),
                    ("text", 42),
                    ("banner", 45),
                    ("picks", 32),
                    ("latest", 47),
                    ("channel", 50),
                    ("subjects", 52),
                    ("schools", 32),
                ],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 5, "label": "条数", "max_value": 8, "min_value": 1},
                    ),
                    1: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {
                            "label": "文章",
                            "page_type": ["school_sites.ArticlePage"],
                            "required": False,
                        },
                    ),
                    2: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {
                            "help_text": "选了文章时可以不填，用文章的封面。",
                            "label": "图片",
                            "required": False,
                        },
                    ),
                    3: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "选了文章时可以不填，用文章的标题。",
                            "label": "文字",
                            "max_length": 60,
                            "required": False,
                        },
                    ),
                    4: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "网址，或本站地址，例如 /xinwen/。",
                            "label": "链接",
                            "max_length": 500,
                            "required": False,
                            "validators": [school_sites.homes.options.validate_link],
                        },
                    ),
                    5: (
                        "wagtail.blocks.StructBlock",
                        [[("article", 1), ("image", 2), ("title", 3), ("link", 4)]],
                        {},
                    ),
                    6: (
                        "wagtail.blocks.ListBlock",
                        (5,),
                        {
                            "default": [],
                            "help_text": "不挑选则自动展示有封面的最新文章。",
                            "label": "手工挑选",
                            "max_num": 8,
                        },
                    ),
                    7: ("wagtail.blocks.StructBlock", [[("limit", 0), ("slides", 6)]], {}),
                    8: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("list", "一组头条（配合图片轮播）"),
                                ("banner", "通栏一条"),
                            ],
                            "label": "样式",
                        },
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "留空则用默认标题。",
                            "label": "标题",
                            "max_length": 20,
                            "required": False,
                        },
                    ),
                    10: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {
                            "help_text": "不选则自动用最新的文章。",
                            "label": "第一条",
                            "page_type": ["school_sites.ArticlePage"],
                            "required": False,
                        },
                    ),
                    11: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 6, "label": "条数", "max_value": 10, "min_value": 1},
                    ),
                    12: (
                        "wagtail.blocks.StructBlock",
                        [[("style", 8), ("title", 9), ("article", 10), ("limit", 11)]],
                        {},
                    ),
                    13: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {
                            "help_text": "不选则用本站第一个通知公告栏目。",
                            "label": "栏目",
                            "page_type": ["school_sites.ColumnPage"],
                            "required": False,
                        },
                    ),
                    14: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 6, "label": "条数", "max_value": 12, "min_value": 1},
                    ),
                    15: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("full", "通栏"), ("half", "半栏（两块并排）")],
                            "label": "宽度",
                        },
                    ),
                    16: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 9), ("column", 13), ("limit", 14), ("width", 15)]],
                        {},
                    ),
                    17: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "栏目", "page_type": ["school_sites.ColumnPage"]},
                    ),
                    18: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "留空则用栏目名称。",
                            "label": "标题",
                            "max_length": 20,
                            "required": False,
                        },
                    ),
                    19: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("list", "标题列表"),
                                ("cards", "图文卡片"),
                                ("feature", "首条图文加列表"),
                            ],
                            "label": "样式",
                        },
                    ),
                    20: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("column", 17),
                                ("title", 18),
                                ("style", 19),
                                ("limit", 14),
                                ("width", 15),
                            ]
                        ],
                        {},
                    ),
                    21: (
                        "wagtail.blocks.ListBlock",
                        (17,),
                        {
                            "default": [],
                            "help_text": "不选则自动展示导航中的各栏目；没有内容的栏目不显示。",
                            "label": "栏目",
                            "max_num": 12,
                        },
                    ),
                    22: ("wagtail.blocks.StructBlock", [[("columns", 21)]], {}),
                    23: (
                        "wagtail.blocks.ListBlock",
                        (17,),
                        {"label": "栏目", "max_num": 5, "min_num": 2},
                    ),
                    24: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 9), ("columns", 23), ("limit", 11), ("width", 15)]],
                        {},
                    ),
                    25: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 4, "label": "条数", "max_value": 8, "min_value": 1},
                    ),
                    26: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 9), ("limit", 25), ("width", 15)]],
                        {},
                    ),
                    27: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {
                            "help_text": "不选则用本站第一个人物栏目。",
                            "label": "栏目",
                            "page_type": ["school_sites.ColumnPage"],
                            "required": False,
                        },
                    ),
                    28: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 6, "label": "条数", "max_value": 12, "min_value": 2},
                    ),
                    29: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 9), ("column", 27), ("limit", 28)]],
                        {},
                    ),
                    30: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {
                            "help_text": "不选则展示本站所有专题。",
                            "label": "栏目",
                            "page_type": ["school_sites.ColumnPage"],
                            "required": False,
                        },
                    ),
                    31: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 9), ("column", 30), ("limit", 25)]],
                        {},
                    ),
                    32: ("wagtail.blocks.StructBlock", [[("title", 9)]], {}),
                    33: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("schools", "学校网站数"),
                                ("articles_year", "今年发布文章"),
                                ("accepted_year", "今年被区站采用"),
                            ],
                            "help_text": "每小时更新一次。",
                            "label": "自动统计",
                            "required": False,
                        },
                    ),
                    34: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "例如：在校学生。", "label": "名称", "max_length": 12},
                    ),
                    35: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"label": "数字", "max_value": 99999999, "min_value": 0},
                    ),
                    36: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "单位", "max_length": 4, "required": False},
                    ),
                    37: (
                        "wagtail.blocks.StructBlock",
                        [[("label", 34), ("number", 35), ("unit", 36)]],
                        {},
                    ),
                    38: (
                        "wagtail.blocks.ListBlock",
                        (37,),
                        {"default": [], "label": "自填数字", "max_num": 6},
                    ),
                    39: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 9), ("figures", 33), ("numbers", 38)]],
                        {},
                    ),
                    40: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "留空则不显示标题。",
                            "label": "标题",
                            "max_length": 20,
                            "required": False,
                        },
                    ),
                    41: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": [
                                "bold",
                                "italic",
                                "ol",
                                "ul",
                                "link",
                                "document-link",
                                "superscript",
                                "subscript",
                            ],
                            "label": "文字",
                        },
                    ),
                    42: (
                        "wagtail.blocks.StructBlock",
                        [[("title", 40), ("text", 41), ("width", 15)]],
                        {},
                    ),
                    43: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"help_text": "横幅图片，宽度最好在 1600 像素以上。", "label": "图片"},
                    ),
                    44: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "图片上写着什么、说的是什么，给看不见图片的人读。",
                            "label": "替代文字",
                            "max_length": 100,
                        },
                    ),
                    45: (
                        "wagtail.blocks.StructBlock",
                        [[("image", 43), ("alt_text", 44), ("link", 4), ("width", 15)]],
                        {},
                    ),
                    46: (
                        "wagtail.blocks.IntegerBlock",
                        (),
                        {"default": 8, "label": "条数", "max_value": 12, "min_value": 3},
                    ),
                    47: ("wagtail.blocks.StructBlock", [[("title", 9), ("limit", 46)]], {}),
                    48: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {"choices": sitehub.district.home_blocks.channel_choices, "label": "频道"},
                    ),
                    49: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("news", "图文卡片加列表"), ("list", "标题列表")],
                            "label": "样式",
                        },
                    ),
                    50: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("channel", 48),
                                ("title", 18),
                                ("style", 49),
                                ("limit", 46),
                                ("width", 15),
                            ]
                        ],
                        {},
                    ),
                    51: (
                        "wagtail.blocks.MultipleChoiceBlock",
                        [],
                        {
                            "choices": [
                                ("chinese", "语文"),
                                ("maths", "数学"),
                                ("english", "英语"),
                                ("physics", "物理"),
                                ("chemistry", "化学"),
                                ("biology", "生物"),
                                ("politics", "道德与法治"),
                                ("history", "历史"),
                                ("geography", "地理"),
                                ("science", "科学"),
                                ("information", "信息科技"),
                                ("music", "音乐"),
                                ("art", "美术"),
                                ("sport", "体育与健康"),
                                ("labour", "劳动"),
                                ("preschool", "学前教育"),
                                ("special", "特殊教育"),
                                ("mind", "心理健康"),
                            ],
                            "help_text": "不选则展示所有有文章的学科。",
                            "label": "学科",
                            "required": False,
                        },
                    ),
                    52: ("wagtail.blocks.StructBlock", [[("title", 9), ("subjects", 51)]], {}),
                },
                verbose_name="首页版块",
            ),
        ),
    ]
