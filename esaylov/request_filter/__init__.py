"""The filter of all requests, before and after the function that answers: parsing of arguments, limits, the order of guards.

Called by the framework's hooks only. The guards themselves are in `esaylov.api` [ours: until they move here].
"""
