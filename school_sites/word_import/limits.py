"""Every limit of the importer. Lengths are characters, unless the name says bytes."""

MAX_BYTES = 20 * 1024 * 1024

# Markup: what a page written by people never reaches, and a hostile one must not exceed.
# Closing an unopened tag costs one look at every open element, so depth bounds the time.
MAX_ELEMENTS = 200_000
MAX_LINES = 200_000  # of a text file, or forced breaks in a page
MAX_PIECES = 1_000_000  # the parser hands text over in pieces, one for each entity
MAX_ESCAPES = 100_000  # & < > in one text block: the sanitiser's time grows faster than these
MAX_DEPTH = 500
MAX_COLUMNS = 100
MAX_CELLS = 50_000
MAX_STYLESHEET = 500_000
FEED_BYTES = 16 * 1024  # the depth is looked at once per piece of this size
MAX_LIST_LEVEL = 6

# What counts as a title or a typed heading.
MAX_TITLE_LINE = 60
MAX_TITLE = 120
MAX_HEADING_LINE = 40
MAX_HEADING = 200  # a marked heading longer than this is a paragraph with a wrong tag

# What is told to the editor.
MAX_EXCERPT = 60
EXCERPT_CONTEXT = 20
MAX_CHECKS_PER_KIND = 50
MAX_HOSTS_NAMED = 10
MAX_NAME_SHOWN = 80

# Zip files, docx among them.
MAX_MEMBERS = 3_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_RATIO = 100  # XML of Word packs to a tenth or a twentieth
MAX_RATIO_FREE_BYTES = 4 * 1024 * 1024  # a blank picture packs well and harms nobody
MAX_XML_BYTES = 24 * 1024 * 1024
MAX_LEAN_XML_BYTES = 10 * 1024 * 1024  # what is handed to the reader, whose tree is far bigger
MAX_PICTURES = 200
MAX_ATTACHMENTS = 20
MAX_CAPTION = 200  # characters, as the block has it
CONVERSION_SECONDS = 60
CONVERSION_BYTES = 2 * 1024 * 1024 * 1024  # of address space
