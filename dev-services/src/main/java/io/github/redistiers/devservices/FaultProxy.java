package io.github.redistiers.devservices;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a server, whose network can be made bad and good again while
 * clients are connected. It listens on 127.0.0.1, on one port for its whole life.
 * <p>
 * Safe for use by several threads. A change holds for what arrives after it.
 *
 * @since 0.1.0
 */
public final class FaultProxy implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final int port;

	private final EventLoopGroup threads;

	private final ProxiedConnections connections;

	private Channel listener;

	private final @Nullable SslContext tls;

	private FaultProxy(InetSocketAddress server, @Nullable SslContext tls) {
		this.tls = tls;
		this.port = FreePort.find();
		this.threads = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("fault-proxy", true),
				NioIoHandler.newFactory());
		this.connections = new ProxiedConnections(server, this.threads);
		this.listener = listen();
	}

	/**
	 * A proxy in front of a server.
	 * @param server the server
	 * @return a proxy that lets everything pass
	 */
	public static FaultProxy to(RedisServer server) {
		return to(server.host(), server.port());
	}

	/**
	 * A proxy in front of any TCP server.
	 * @param host the server's host
	 * @param port the server's port
	 * @return a proxy that lets everything pass
	 */
	public static FaultProxy to(String host, int port) {
		return new FaultProxy(new InetSocketAddress(host, port), null);
	}

	/**
	 * A proxy that speaks TLS with its clients and plain TCP with the server, so that
	 * every server program can be reached by TLS.
	 * @param server the server
	 * @param certificate the proxy's certificate
	 * @return a proxy that lets everything pass
	 */
	public static FaultProxy withTls(RedisServer server, TlsCertificate certificate) {
		try {
			SslContext tls = SslContextBuilder
				.forServer(certificate.certificate().toFile(), certificate.privateKey().toFile())
				.build();
			return new FaultProxy(new InetSocketAddress(server.host(), server.port()), tls);
		}
		catch (SSLException ex) {
			throw new IllegalStateException("The certificate " + certificate.certificate() + " cannot be used: "
					+ ex.getMessage() + ". Make a new one.", ex);
		}
	}

	/**
	 * The host to connect to.
	 * @return always {@code 127.0.0.1}
	 */
	public String host() {
		return "127.0.0.1";
	}

	/**
	 * The port to connect to.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The address to connect to.
	 * @return such as {@code redis://127.0.0.1:20123}; with TLS it begins
	 * {@code rediss://}
	 */
	public String address() {
		return ((this.tls != null) ? "rediss://" : "redis://") + host() + ":" + this.port;
	}

	/**
	 * Ends every fault: what was held goes on, new connections are accepted, nothing is
	 * late. Connections that were cut stay so.
	 */
	public synchronized void pass() {
		this.connections.delay(Duration.ZERO);
		this.connections.dropReplies(0);
		this.connections.hold(false);
		if (!this.listener.isOpen()) {
			this.listener = listen();
		}
	}

	/**
	 * Leads new connections to another server, as an address does that moves in a
	 * failover. Those that there are stay where they are.
	 * @param server the other server
	 */
	public void moveTo(RedisServer server) {
		this.connections.moveTo(new InetSocketAddress(server.host(), server.port()));
	}

	/**
	 * Lets each reply arrive later.
	 * @param delay how much later
	 */
	public void delay(Duration delay) {
		this.connections.delay(delay);
	}

	/**
	 * Closes all present connections. New ones are accepted.
	 */
	public void cut() {
		this.connections.cut();
	}

	/**
	 * Refuses new connections, as a host does where nothing listens. Present ones go on.
	 */
	public synchronized void refuseConnections() {
		this.listener.close().syncUninterruptibly();
		// Java lets go of the port when its selector looks next
		Eventually.holds("the port is closed", this::isClosed);
	}

	private boolean isClosed() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(host(), port()), (int) Duration.ofSeconds(1).toMillis());
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Lets nothing through in either direction and closes nothing, as a network does that
	 * loses every packet. New connections seem to succeed. After {@link #pass()} what was
	 * sent arrives.
	 */
	public void blackHole() {
		this.connections.hold(true);
	}

	/**
	 * Lets nothing through any more on the present connections and closes none, as a
	 * firewall that has forgotten them. New ones are accepted and let everything pass.
	 */
	public void forgetConnections() {
		this.connections.forget();
	}

	/**
	 * Swallows the next reply of the server, whoever asked, and closes that connection:
	 * the command was carried out and its caller cannot know.
	 */
	public void dropNextReply() {
		this.connections.dropReplies(1);
	}

	/**
	 * How many connections clients hold through this proxy.
	 * @return their number
	 */
	public int connectionCount() {
		return this.connections.count();
	}

	@Override
	public synchronized void close() {
		this.listener.close().syncUninterruptibly();
		this.connections.cut();
		this.threads.shutdownGracefully(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
			.awaitUninterruptibly(PATIENCE.toMillis());
	}

	private Channel listen() {
		return new ServerBootstrap().group(this.threads)
			.channel(NioServerSocketChannel.class)
			.option(ChannelOption.SO_REUSEADDR, true)
			.childOption(ChannelOption.AUTO_READ, false)
			.childHandler(new ChannelInitializer<SocketChannel>() {
				@Override
				protected void initChannel(SocketChannel client) {
					SslContext context = FaultProxy.this.tls;
					if (context != null) {
						client.pipeline().addLast(context.newHandler(client.alloc()));
					}
					FaultProxy.this.connections.accept(client);
				}
			})
			.bind(host(), this.port)
			.syncUninterruptibly()
			.channel();
	}

}
