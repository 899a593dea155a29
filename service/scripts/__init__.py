"""What does a browser get of the widgets?"""
