-- KEYS[1]  gets a text, and is taken for a number then
redis.call('SET', KEYS[1], 'text')
return redis.call('INCR', KEYS[1])
