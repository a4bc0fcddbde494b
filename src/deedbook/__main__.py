"""``python -m deedbook``."""

from deedbook.cli import main

main()
