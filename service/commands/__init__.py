"""What does an operator type? One file per noun, put together in `service/__main__.py`."""
