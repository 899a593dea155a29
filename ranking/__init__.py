"""In which order do the candidates stand, and which of them never?"""
