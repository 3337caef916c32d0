-- Takes the turn to look for ended sessions, or keeps it.
-- KEYS[1]  whose turn it is
-- ARGV[1]  who asks
-- ARGV[2]  for how long, in milliseconds
-- Replies 1 if it is the asker's, 0 if somebody else's.
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then
  return 0
end
if owner then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
else
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
