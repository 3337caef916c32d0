-- Notes when a session ends.
-- KEYS[1]  a sorted set of session ids by the time of their end
-- ARGV[1]  the session's id
-- ARGV[2]  how long it lives on, in milliseconds; -1 for ever
-- ARGV[3]  1: forget those that have ended, and let the set live as long as its last
-- Replies 1. A full server refuses a session that is not in the set, and takes the new
-- time of one that is.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local life = tonumber(ARGV[2])
local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
if known then
  -- a write that no server refuses, after which it takes the next
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', (ARGV[3] == '1') and now or '(-inf')
end
redis.call('ZADD', KEYS[1], (life < 0) and '+inf' or now + life, ARGV[1])
if ARGV[3] == '1' then
  if not known then
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
  end
  local left = redis.call('PTTL', KEYS[1])
  if life < 0 then
    redis.call('PERSIST', KEYS[1])
  elseif left < life and (left >= 0 or redis.call('ZCARD', KEYS[1]) == 1) then
    redis.call('PEXPIRE', KEYS[1], life)
  end
end
return 1
