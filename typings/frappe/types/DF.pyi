"""Field types, as the type blocks of Frappe's generator name them."""

from datetime import date, datetime, time
from typing import Literal as Literal

Data = str
Text = str
Attach = str
AttachImage = str
Check = bool | int
Code = str
Color = str
Date = str | date
Datetime = str | datetime
Duration = int
DynamicLink = str
Float = float
HTMLEditor = str
Int = int
JSON = str
Link = str
LongText = str
MarkdownEditor = str
Password = str
Percent = float
Phone = str
ReadOnly = str
SmallText = str
Table = list
TextEditor = str
Time = str | time
