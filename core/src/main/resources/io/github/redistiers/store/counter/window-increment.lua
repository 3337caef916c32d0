-- Adds an amount to the counter's current window and forgets the windows that are no
-- longer kept.
-- KEYS[1]  a hash: window number to count
-- ARGV[1]  the amount
-- ARGV[2]  a window's length, in seconds
-- ARGV[3]  how many windows are kept
-- Replies the current window's count as decimal text.
local length = tonumber(ARGV[2])
local kept = tonumber(ARGV[3])
local window = math.floor(redis.call('TIME')[1] / length)
local field = string.format('%.0f', window)
redis.call('HINCRBY', KEYS[1], field, ARGV[1])
if redis.call('HLEN', KEYS[1]) > kept then
  for _, old in ipairs(redis.call('HKEYS', KEYS[1])) do
    if tonumber(old) <= window - kept then
      redis.call('HDEL', KEYS[1], old)
    end
  end
end
redis.call('EXPIREAT', KEYS[1], string.format('%.0f', (window + kept) * length))
return redis.call('HGET', KEYS[1], field)
