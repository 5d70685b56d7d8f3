"""Running a screener over feeds: `local` on the cores of one machine."""
