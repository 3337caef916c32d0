-- Puts a value where there is none; a lease is none.
-- KEYS[1]  the entry
-- ARGV[1]  the value
-- ARGV[2]  how long the value lives, in milliseconds
-- Replies the value that is there already, or nothing if this one was put.
local present = redis.call('GET', KEYS[1])
if present and string.sub(present, 1, 1) ~= '~' then
  return present
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return false
