-- Lets leases begin anew, of locks in one cluster slot.
-- KEYS[2i-1]  a lock: "<token> <owner>"
-- KEYS[2i]    its last token
-- ARGV[1]     how long a last token lives after the lease, in milliseconds
-- ARGV[2i]    what the lock must hold: "<token> <owner>"
-- ARGV[2i+1]  the lease, in milliseconds
-- Replies a number for each lock: 1 if it was held and is, 0 if it is not.
local renewed = {}
for i = 1, #KEYS / 2 do
  local lock, lease = KEYS[2 * i - 1], ARGV[2 * i + 1]
  renewed[i] = 0
  if redis.pcall('GET', lock) == ARGV[2 * i] then
    renewed[i] = redis.call('PEXPIRE', lock, lease)
    redis.call('PEXPIRE', KEYS[2 * i], string.format('%.0f', lease + ARGV[1]))
  end
end
return renewed
