-- Moves an amount between two accounts, unless the first has too little.
-- KEYS[1]  the account that pays
-- KEYS[2]  the account that is paid
-- ARGV[1]  the amount
-- Replies 1 if it was moved, 0 if not.
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then
  return 0
end
redis.call('DECRBY', KEYS[1], ARGV[1])
redis.call('INCRBY', KEYS[2], ARGV[1])
return 1
