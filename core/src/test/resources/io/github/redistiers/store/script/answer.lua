-- Answers in whichever way it is asked to.
-- ARGV[1]  the way
local answers = {
  text = 'h\195\169llo',
  bytes = '\255\0',
  number = 42,
  zero = 0,
  large = 4294967296,
  fraction = tostring(2.5),
  yes = true,
  no = false,
  ok = redis.status_reply('OK'),
  enum = 'SECONDS',
  table = { 'a', 'b' },
  numbers = { 1, 2, 3 },
  empty = {},
  nested = { { 'a' }, { 'b', 'c' } },
}
return answers[ARGV[1]]
