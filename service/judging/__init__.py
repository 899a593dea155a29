"""Is what was made good enough to be served?"""
