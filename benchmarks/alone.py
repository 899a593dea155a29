"""A service that commits each request alone: what the group commit is measured against."""

from service.__main__ import main
from service.intake import event_writer

if __name__ == "__main__":
    vars(event_writer)["_ROWS_A_COMMIT"] = 1
    main()
