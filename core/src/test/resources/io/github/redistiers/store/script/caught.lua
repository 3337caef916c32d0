-- KEYS[1]  gets a text
return redis.pcall('SET', KEYS[1], 'text')
