-- Removes a flag, also from a full server.
-- KEYS[1]  the flags: a hash of names and texts, and the mark ':id'
-- ARGV[1]  the mark that the caller knows; empty if none
-- ARGV[2]  the mark to write if there is none and no flag is left, so that it can be told
--          from a store that was emptied; a full server does without it
-- ARGV[3]  the flag's name
-- Replies 1 if it was there, else 0; -1 if the mark is not the one that the caller knows,
-- and nothing is changed.
local id = redis.call('HGET', KEYS[1], ':id')
if ARGV[1] ~= '' and id ~= ARGV[1] then
  return -1
end
if redis.call('HEXISTS', KEYS[1], ARGV[3]) == 0 then
  return 0
end
if not id and redis.call('HLEN', KEYS[1]) == 1 then
  redis.pcall('HSET', KEYS[1], ':id', ARGV[2])
end
return redis.call('HDEL', KEYS[1], ARGV[3])
