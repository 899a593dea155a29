"""What an operator types: one file per noun, put together in `service/__main__.py`."""
