-- Rings a bell.
-- KEYS[1] how often it was rung
-- ARGV[1] times
-- Reply: how often it was rung by now
return redis.call('INCRBY', KEYS[1], ARGV[1])
