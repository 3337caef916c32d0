-- Reads the counter's windows.
-- KEYS[1]  a hash: window number to count
-- ARGV[1]  a window's length, in seconds
-- ARGV[2]  how many windows to read
-- Replies their counts as decimal text, the current one first; '0' where nothing was
-- counted.
local window = math.floor(redis.call('TIME')[1] / tonumber(ARGV[1]))
local counts = {}
for i = 1, tonumber(ARGV[2]) do
  counts[i] = redis.call('HGET', KEYS[1], string.format('%.0f', window - i + 1)) or '0'
end
return counts
