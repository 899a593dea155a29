"""Which products could we show from what people did?"""
