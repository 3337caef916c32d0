-- Line 3 is wrong.
local one = 1
local two 2
return one + two
