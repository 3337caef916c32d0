-- Reads an entry, and takes the lease of loading it where there is none.
-- KEYS[1]  the entry
-- ARGV[1]  the token that a new lease gets; begins with '~'
-- ARGV[2]  how long a new lease lives, in milliseconds
-- Replies the value, the token of a lease that was there already, or the new token.
local present = redis.call('GET', KEYS[1])
if present then
  return present
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
