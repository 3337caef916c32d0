-- Writes flags that are missing, and makes them all those that the caller knows.
-- KEYS[1]  the flags: a hash of names and texts, and the mark ':id'
-- ARGV[1]  the mark that the caller knows; empty if none
-- ARGV[2]  the mark to write if there is none and none is known
-- ARGV[3..]  names and texts, in turn
-- Replies how many flags were missing.
local id = redis.call('HGET', KEYS[1], ':id')
local missing = {}
for i = 3, #ARGV, 2 do
  if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 0 then
    missing[#missing + 1] = ARGV[i]
    missing[#missing + 1] = ARGV[i + 1]
  end
end
local restored = #missing / 2
if ARGV[1] ~= '' and id ~= ARGV[1] then
  missing[#missing + 1] = ':id'
  missing[#missing + 1] = ARGV[1]
elseif not id and restored > 0 then
  missing[#missing + 1] = ':id'
  missing[#missing + 1] = ARGV[2]
end
-- Lua cannot pass any number of arguments at once
for i = 1, #missing, 1000 do
  redis.call('HSET', KEYS[1], unpack(missing, i, math.min(i + 999, #missing)))
end
return restored
