"""Every day from 1900 to 2100: its number, its text and its weekday."""
import datetime

day = datetime.date(1900, 1, 1)
epoch = datetime.date(1970, 1, 1)
while day.year <= 2100:
    print((day - epoch).days, day.isoformat(), day.isoweekday() % 7)
    day += datetime.timedelta(1)
