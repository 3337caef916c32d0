-- Gives a flag a text.
-- KEYS[1]  the flags: a hash of names and texts, and the mark ':id'
-- ARGV[1]  the mark that the caller knows; empty if none
-- ARGV[2]  the mark to write if there is none
-- ARGV[3]  the flag's name
-- ARGV[4]  its text
-- Replies 1; -1 if the mark is not the one that the caller knows, and nothing is changed.
local id = redis.call('HGET', KEYS[1], ':id')
if ARGV[1] ~= '' and id ~= ARGV[1] then
  return -1
end
if id then
  redis.call('HSET', KEYS[1], ARGV[3], ARGV[4])
else
  redis.call('HSET', KEYS[1], ':id', ARGV[2], ARGV[3], ARGV[4])
end
return 1
