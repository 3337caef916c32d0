-- Removes a session that has expired, for one caller alone.
-- KEYS[1]  the session
-- ARGV[1]  for how long after its end a session's key lives, in milliseconds
-- Replies {2, field, value, ...}: it has expired and was removed; {1, left}: it lives on,
-- for so many milliseconds (-1 for ever); {0}: it is not there.
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
  return {0}
end
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  return {1, -1}
end
left = left - tonumber(ARGV[1])
if left > 0 then
  return {1, left}
end
local session = redis.call('HGETALL', KEYS[1])
redis.call('DEL', KEYS[1])
return {2, session}
