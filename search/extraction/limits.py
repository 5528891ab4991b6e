"""Every limit of the extraction. Lengths are characters, unless the name says otherwise."""

MAX_FILE_BYTES = 64 * 1024 * 1024  # the door for files takes 50 MB, unless it is told otherwise
MAX_TEXT = 200_000  # what is beyond is not found
MAX_PAGES = 300  # of a pdf or of slides
MAX_CELLS = 2_000_000  # of a workbook, empty ones and rows included
MAX_PLAIN_BYTES = 2 * 1024 * 1024  # of a text file

# What the process may use. The reader stops by itself first, with what it has by then.
SOFT_SECONDS = 12
CPU_SECONDS = 20
WALL_SECONDS = 30
MEMORY_BYTES = 512 * 1024 * 1024
MAX_ANSWER_BYTES = 8 * MAX_TEXT  # of JSON
