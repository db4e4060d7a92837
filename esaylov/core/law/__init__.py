"""The articles of the law that the system applies: in which edition each was read, and what it says in short.

Numbers of the law are Statute rows; who may do what and when are rules. This folder contains neither.
"""
