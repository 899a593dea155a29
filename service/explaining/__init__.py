"""Why does it stand there, and why is it missing?"""
