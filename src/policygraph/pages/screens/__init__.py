"""The screens of the book that ask more than one thing: questions, editor, network, comparison …"""
