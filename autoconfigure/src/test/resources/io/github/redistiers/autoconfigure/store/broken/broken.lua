-- Line 2 is wrong.
return +
