"""What every request passes before and after the function that answers it: parsing of arguments, limits, and the order of all guards.

Called by the framework's hooks only. The guards themselves are in `esaylov.api` [ours: until they move here].
"""
