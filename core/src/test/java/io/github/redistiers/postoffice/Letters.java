package io.github.redistiers.postoffice;

import java.util.List;

import io.github.redistiers.postoffice.Letters.Letter;
import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.queue.QueueRepository;
import io.github.redistiers.store.script.Key;
import io.github.redistiers.store.script.LuaScript;

/**
 * A repository with types and scripts of its own, which nobody runs.
 */
@StoreRepository("letters")
public interface Letters extends QueueRepository<Letter> {

	@LuaScript("stamp.lua")
	Postmark stamp(@Key String letter, Stamp stamp);

	@LuaScript("/scripts/burn.lua")
	void burn(@Key String letter);

	record Letter(String text, List<Address> to) {

	}

	record Address(String town) {

	}

	record Stamp(int value) {

	}

	record Postmark(String town) {

	}

}
