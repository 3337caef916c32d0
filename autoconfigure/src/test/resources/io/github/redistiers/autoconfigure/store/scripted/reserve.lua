-- Takes seats of a flight.
-- KEYS[1]  the seats that are taken
-- ARGV[1]  how many to take
-- ARGV[2]  how many there are
-- Replies 1 if they were taken, 0 if there are not as many left.
local taken = tonumber(redis.call('GET', KEYS[1]) or '0')
if taken + tonumber(ARGV[1]) > tonumber(ARGV[2]) then
  return 0
end
redis.call('INCRBY', KEYS[1], ARGV[1])
return 1
