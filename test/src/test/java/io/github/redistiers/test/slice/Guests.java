package io.github.redistiers.test.slice;

import org.springframework.data.repository.CrudRepository;

interface Guests extends CrudRepository<Guest, String> {

}
