"""A service that commits each request alone: what the group commit is measured against."""

from service import event_writer
from service.__main__ import main

if __name__ == "__main__":
    vars(event_writer)["_ROWS_A_COMMIT"] = 1
    main()
