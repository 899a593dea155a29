"""Which products could we show for these words?"""
